import { parseBoolean } from './flag-kinds.ts';
import type { Flag } from './flag.ts';
import { nearest } from '../api/nearest.ts';

/** A feature gate; a locked one cannot be changed. */
export interface Gate {
  readonly default: boolean;
  readonly locked?: boolean;
}

/** `A=true,B=false`; an unknown gate is a mistake. The value holds every known gate. */
export function featureGates<Name extends string>(
  known: Readonly<Record<Name, Gate>>,
): Flag<Readonly<Record<Name, boolean>>> {
  const names = Object.keys(known) as Name[];
  const defaults = fromNames(names, (name) => known[name].default);

  function parseGate(given: string): readonly [Name, boolean] {
    const [name = '', value = ''] = given.split('=', 2).map((part) => part.trim());
    const gate = names.find((one) => one === name);
    if (gate === undefined) {
      const meant = nearest(name, names);
      throw new Error(
        `unknown feature gate ${name}${meant === undefined ? '' : ` (did you mean ${meant}?)`}`,
      );
    }
    const on = parseBoolean(value);
    const { default: locked } = known[gate];
    if (known[gate].locked === true && on !== locked)
      throw new Error(`feature gate ${name} is locked to ${locked}`);
    return [gate, on];
  }

  return {
    description: `Features to switch on or off: ${names.join(', ')}`,
    placeholder: 'NAME=true|false,...',
    default: defaults,
    parse(given) {
      const stated = given.split(',').filter((gate) => gate.trim() !== '');
      return { ...defaults, ...Object.fromEntries(stated.map(parseGate)) };
    },
    // what the later one states wins, and what it leaves out it must not take back
    merge: (before, after) =>
      fromNames(names, (name) => (after[name] === defaults[name] ? before[name] : after[name])),
  };
}

function fromNames<Name extends string>(
  names: readonly Name[],
  value: (name: Name) => boolean,
): Readonly<Record<Name, boolean>> {
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, boolean>;
}
