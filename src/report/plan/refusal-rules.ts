// What the codes of refusals mean, and what to do about each.
import type { RefusalCode } from '../../model/refusal.ts';
import type { RuleMeaning } from '../rule-meaning.ts';

export const refusalRules: Readonly<Record<RefusalCode, RuleMeaning>> = {
  'wrong-account': {
    summary: 'The credentials belong to another account than the target',
    next: 'Use credentials of the account that the target names, or correct the target in the workspace file.',
  },
  'name-taken': {
    summary: 'A live group has the name already, and is not ours',
    next: 'To take the live group over write `adopt:` with its id; else give the group of the file another name.',
  },
  'ambiguous-identity': {
    summary: 'More than one group could be meant, so nothing is guessed',
    next: 'Take the `sluice:` tags off all live groups but one, or let one file alone adopt the group.',
  },
  'name-is-an-id': {
    summary: 'A group of the files is called like the id of another group',
    next: 'Give the group of the file another `name`, and its live group the tag `sluice:group` with it.',
  },
  'owned-by-another': {
    summary: 'The live group belongs to another owner, by its tags',
    next: 'Ask that owner to release the group (`state: released` in their files), or leave it out of these.',
  },
  'not-found': {
    summary: 'A group that the files name is not in the cloud',
    next: 'Correct its id or its name. A group of another target is there once that target was applied.',
  },
  'unknown-list': {
    summary: 'No list of that name is in the region, or which one it is could not be read',
    next: 'Correct the name, make the list, or write its id in the place of its name.',
  },
  'ambiguous-list': {
    summary: 'Several lists have that name',
    next: 'Write the id of the one that is meant in the place of its name.',
  },
  'service-managed': {
    summary: 'A cloud service keeps the group, and it alone may change it',
    next: 'Change the group through that service. To look at it only, write `mode: observe`.',
  },
  'cannot-change': {
    summary: 'The API never changes that of a group, such as its type or its VPC',
    next: 'Write what is there, or make a group of another name and let its members join that.',
  },
  'still-referred': {
    summary: 'The group is to be deleted, and rules of other groups still name it',
    next: 'Take it out of those rules first, and apply; then delete it.',
  },
  'has-members': {
    summary: 'The group is to be deleted, and instances or interfaces are still in it',
    next: 'Let them leave it first, for another group; then delete it.',
  },
  'member-not-found': {
    summary: 'An instance or an interface that is to be a member is not there',
    next: 'Correct its id, or take it out of `members`.',
  },
  'members-unknown': {
    summary: 'Who is in the group could not be read',
    next: 'Let the role read interfaces (`ecs:DescribeNetworkInterfaces`), or leave `members` out.',
  },
  'members-mixed': {
    summary: 'Somebody would be in basic and in enterprise groups at once, which the API refuses',
    next: 'Put the member into groups of one type alone.',
  },
  'last-group': {
    summary: 'A member would be in no group any more, which the API refuses',
    next: 'Let it join another group in the same change.',
  },
  'own-peer': {
    summary: 'A rule of the group has the group itself as its peer, which the API refuses',
    next: 'Write `innerAccessPolicy: accept` to let its members reach each other, and take the rule out.',
  },
  'enterprise-peer': {
    summary: 'A rule with a group as its peer stands in an enterprise group, or names one',
    next: 'Write the addresses in the place of the group, or make both groups basic ones.',
  },
  'two-priorities': {
    summary: 'One rule is written at two priorities, which the API may take for one and the same',
    next: 'Keep one of the two.',
  },
  'present-and-absent': {
    summary: 'A rule is to be there and to be gone',
    next: 'Take it out of the rules, or out of those that should be absent.',
  },
  'priority-too-large': {
    summary: 'A priority is larger than the API takes in that place',
    next: 'Write a smaller one; among themselves the rules keep their order.',
  },
  'quota-exceeded': {
    summary: 'What is written does not fit a quota',
    next: 'Write fewer rules, split the group, or raise the quota with the cloud and then in `quotas`.',
  },
  'guard-lost': {
    summary: 'A guard of the base branch names what this change takes away',
    next: 'Keep the group, or change the guard first, in a change of its own.',
  },
  'not-allowed': {
    summary: 'The base branch does not allow this credential, role or endpoint',
    next: 'Allow it first, in a change of its own to the base branch.',
  },
};
