// Where a thing of the cloud is, and whose.

/** Where a call takes place. Accounts and regions see nothing of each other. */
export interface Place {
  readonly account: string;
  readonly region: string;
}
