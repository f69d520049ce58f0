// The library looks for this when it is loaded, so it has to come first, and here is the only place that loads either.
import 'reflect-metadata';

export * from '@peculiar/x509';
