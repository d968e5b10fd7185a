// Lists and maps on one line, as people write them: `[80, 443]` and `{ group: web }`.
import { isCollection, isSeq, visit, type Document } from 'yaml';

/** The library pads both kinds or neither. */
export function styleFlow(document: Document): void {
  visit(document, {
    Collection: (_, node) => {
      if (!isCollection(node)) return;
      const plain = node.toString.bind(node);
      const flowCollectionPadding = isSeq(node) ? '' : ' ';
      node.toString = (context, ...rest) =>
        plain(context === undefined ? context : { ...context, flowCollectionPadding }, ...rest);
    },
  });
}
