export { apiGroup, coreVersions, groupList, resourceList, VERSION } from './discovery.ts';
export { openApiDocument, openApiIndex } from './open-api.ts';
