export { viewOf, type KindView, type StatusDocument } from './status-document.ts';
export { statusPages } from './status-pages.ts';
