// A refusal in the tables: its HTTP status and its message, where %s is what the caller names.

export interface Refusal {
  readonly status: number;
  readonly message: string;
}
