export { version } from '../api/version.ts';
