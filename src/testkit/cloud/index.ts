export { cloudFault, type CloudFault } from './cloud-fault.ts';
export { CloudServer, type CloudHandler, type GivenAnswer, type SeenRequest } from './cloud-server.ts';
