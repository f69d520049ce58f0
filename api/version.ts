import about from '../package.json' with { type: 'json' };

/** Of certloom, as it is released: `0.1.0`. */
export const { version } = about;
