// An answer that must be there: tests have few rules.

export function complete<Answer extends { readonly kind: string }>(
  answer: Answer,
): Extract<Answer, { kind: 'complete' }> {
  if (answer.kind !== 'complete') throw new Error(`the answer is ${answer.kind}`);
  return answer as Extract<Answer, { kind: 'complete' }>;
}
