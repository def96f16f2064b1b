/** A piece of one of Go's layouts: plain text, then the element after it; '' at the end. */
export interface LayoutPiece {
  readonly text: string;
  readonly element: string;
}

const ELEMENT =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|0[1-6]|002|15|1|2006|2|_2(?!006)|__2|3|4|5|PM|pm|-070000|-07:00:00|-0700|-07:00|-07|Z070000|Z07:00:00|Z0700|Z07:00|Z07|[.,](?:0+|9+)(?![0-9])/g;

/** Cuts a layout, which is written as the reference time looks: Mon Jan 2 15:04:05 MST 2006. */
export function layoutPieces(layout: string): readonly LayoutPiece[] {
  const pieces: LayoutPiece[] = [];
  let end = 0;
  for (const found of layout.matchAll(ELEMENT)) {
    const [element] = found;
    pieces.push({ text: layout.slice(end, found.index), element });
    end = found.index + element.length;
  }
  return [...pieces, { text: layout.slice(end), element: '' }];
}

/** True for an element that stands for parts of a second, such as `.000` or `,999`. */
export function isFraction(element: string): boolean {
  return element.startsWith('.') || element.startsWith(',');
}

/** True for an element that stands for the offset of a zone, such as `-0700` or `Z07:00`. */
export function isOffset(element: string): boolean {
  return /^[-Z]07/.test(element);
}
