// What nobody outside the cloud knows for certain about it, each with the reading that we think
// right as the default. A client ought to be right under every one of them.

export interface Switches {
  /** Whether two rules that differ only in priority are two rules. */
  readonly priorityInIdentity: boolean;
  /** By `network`, 1.2.3.4 and 1.2.3.4/32 are one rule, and so are 10.1.0.0/8 and 10.0.0.0/8. */
  readonly addressIdentity: 'network' | 'text';
  /** What the vendor's page says twice, each time differently. */
  readonly revokeMissingRule: 'fails' | 'succeeds';
  /** Whether a Modify without Policy or Priority keeps what the rule has, or sets Accept and 1. */
  readonly omittedFieldsOfModify: 'kept' | 'reset';
  /** How long a client token is remembered after the call that brought it. */
  readonly clientTokenRetentionMs: number;
}

export const defaultSwitches: Switches = {
  priorityInIdentity: true,
  addressIdentity: 'network',
  revokeMissingRule: 'fails',
  omittedFieldsOfModify: 'kept',
  clientTokenRetentionMs: 24 * 60 * 60 * 1000,
};
