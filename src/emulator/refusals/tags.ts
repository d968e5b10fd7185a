// How calls about tags are refused.

import type { Refusal } from './refusal.ts';

export const tagRefusals = {
  // Tags.
  'Duplicate.TagKey': { status: 400, message: 'The Tag.N.Key contain duplicate key.' },
  'InvalidTagKey.Malformed': {
    status: 400,
    message: 'The specified Tag.n.Key is not valid.',
  },
  'InvalidTagValue.Malformed': {
    status: 400,
    message: 'The specified Tag.n.Value is not valid.',
  },
  'InvalidResourceId.NotFound': {
    status: 404,
    message: 'The specified ResourceIds are not found in our records.',
  },
  'InvalidResourceType.NotFound': {
    status: 404,
    message: 'The ResourceType provided does not exist in our records.',
  },
  'MissingParameter.ResourceIds': {
    status: 400,
    message: 'The parameter - ResourceIds should not be null.',
  },
  'MissingParameter.TagKeys': {
    status: 400,
    message: 'The parameter - TagKeys should not be null.',
  },
  'NumberExceed.ResourceIds': {
    status: 400,
    message: "The ResourceIds parameter's number is exceed.",
  },
  'NumberExceed.Tags': { status: 400, message: "The Tags parameter's number is exceed." },
} as const satisfies Readonly<Record<string, Refusal>>;
