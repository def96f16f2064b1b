export { decodePkcs12, type Archive } from './decode.ts';
export { encodePkcs12 } from './encode.ts';
