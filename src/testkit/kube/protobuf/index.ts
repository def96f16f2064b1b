export { decodeProtobuf, PROTOBUF } from './decode.ts';
