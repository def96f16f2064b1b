export { type DestinationParts, FolderDestination } from './folder-destination.ts';
