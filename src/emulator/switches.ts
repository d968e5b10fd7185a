// What nobody outside the cloud knows for certain about it, each with the reading that we think
// right as the default. A client ought to be right under every one of them.

export interface Switches {
  /** Whether two rules that differ only in priority are two rules. */
  readonly priorityInIdentity: boolean;
  /** By `network`, 1.2.3.4 and 1.2.3.4/32 are one rule, and so are 10.1.0.0/8 and 10.0.0.0/8. */
  readonly addressIdentity: 'network' | 'text';
  /** Whether 10.1.2.3/8 is stored as it is sent, or as 10.0.0.0/8. */
  readonly ipv4HostBits: 'kept' | 'masked';
  /** What the vendor's page says twice, each time differently; by its text, only ids fail. */
  readonly revokeMissingRule: 'fails' | 'failsById' | 'succeeds';
  /** The code for a rule id that is gone: of the error table, or of the notice of July 2024. */
  readonly missingRuleIdCode: 'table' | 'notice';
  /** Whether a rule that is authorized again gets the description of the later call. */
  readonly descriptionOfExistingRule: 'kept' | 'replaced';
  /** Whether a Modify without Policy or Priority keeps what the rule has, or sets Accept and 1. */
  readonly omittedFieldsOfModify: 'kept' | 'reset';
  /**
   * Whether the rules of one call are added or removed all or none, or one after the other until
   * one of them is refused, and in which order.
   */
  readonly batches: 'atomic' | 'inOrder' | 'reversed' | 'shuffled';
  /** The code of an Authorize that takes a network interface over its limit of rules. */
  readonly interfaceQuotaCode: 'AuthorizationLimitExceed' | 'AclLimitExceed';
  /** For how many a rule counts whose peer is a prefix list and whose ports are a port list. */
  readonly rulesOfBothLists: 'product' | 'sum';
  /** Until July 2024, leaving a group that one is not in was a success. */
  readonly leaveOtherGroup: 'fails' | 'succeeds';
  /**
   * Whether a secondary network interface may go from groups of one type to groups of the other in one
   * call, as is documented of instances.
   */
  readonly interfaceTypeChange: 'succeeds' | 'fails';
  /** Whether a group that nobody refers to is left out of the references, or has none. */
  readonly groupsWithoutReferences: 'leftOut' | 'empty';
  /** PageNumber and PageSize of DescribeSecurityGroups are announced to go. */
  readonly pageNumbers: 'served' | 'refused';
  /** Protocol numbers are said to work in some regions only, which differ from page to page. */
  readonly protocolNumbers: 'everywhere' | 'listedRegions';
  /** Whether the default resource group is shown as "", as in replies of 2024, or by its id. */
  readonly defaultResourceGroup: 'unnamed' | 'named';
  /** Whether a group that is created with tags has them, or is there without. */
  readonly tagsOfCreation: 'kept' | 'lost';
  /** How long a client token is remembered after the call that brought it. */
  readonly clientTokenRetentionMs: number;
  /** The code for a client token that comes with another request; pages name two. */
  readonly clientTokenMismatchCode: 'IdempotentParameterMismatch' | 'IdempotenceParamNotMatch';
}

export const defaultSwitches: Switches = {
  priorityInIdentity: true,
  addressIdentity: 'network',
  ipv4HostBits: 'kept',
  revokeMissingRule: 'fails',
  missingRuleIdCode: 'table',
  descriptionOfExistingRule: 'kept',
  omittedFieldsOfModify: 'kept',
  batches: 'atomic',
  interfaceQuotaCode: 'AuthorizationLimitExceed',
  rulesOfBothLists: 'product',
  leaveOtherGroup: 'fails',
  interfaceTypeChange: 'succeeds',
  groupsWithoutReferences: 'leftOut',
  pageNumbers: 'served',
  protocolNumbers: 'everywhere',
  defaultResourceGroup: 'unnamed',
  tagsOfCreation: 'kept',
  clientTokenRetentionMs: 24 * 60 * 60 * 1000,
  clientTokenMismatchCode: 'IdempotentParameterMismatch',
};
