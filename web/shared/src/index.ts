export * from './http';
export * from './ids';
export * from './problem';
