// Who may reach whom, as nodes and edges: what `graph` draws.

export interface AccessGraph {
  /** Sentences about what it holds for. */
  readonly notes: readonly string[];
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  /** Unlike those of all other nodes. */
  readonly key: string;
  readonly kind: 'group' | 'otherGroup' | 'internet' | 'network' | 'block' | 'prefixList';
  readonly label: string;
}

export interface GraphEdge {
  /** Keys of nodes. */
  readonly from: string;
  readonly to: string;
  /** What passes, such as `tcp 80, 443`; at least one. */
  readonly traffic: readonly string[];
  /**
   * What the sender's own group does with it: it sends it, it drops all of it, or nobody knows. Of those
   * that are no group of ours nobody asks.
   */
  readonly egress: 'sent' | 'dropped' | 'unknown';
  /** Whether some of the sender, or of the traffic that a rule accepts, is dropped by another rule. */
  readonly isPart: boolean;
}
