export { formatUrl, hostName, parseUrl } from './url.ts';
