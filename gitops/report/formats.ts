/** The formats of reports. */
export const formats = ['human', 'json', 'sarif', 'junit', 'tap', 'github', 'gitlab'] as const;

export type Format = (typeof formats)[number];
