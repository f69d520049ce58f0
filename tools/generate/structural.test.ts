import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';

import { duration, keyedList, object, optional, stringMap, text } from '../../api/schema/fields.ts';
import { structural } from './structural.ts';

describe('a structural schema', () => {
  it('is the schema itself where that is one already', () => {
    const schema = object('A greeting.', {
      title: text('Shown first.'),
      labels: optional(stringMap('Copied.')),
    });

    expect(structural(schema)).toEqual({
      type: 'object',
      description: 'A greeting.',
      required: ['title'],
      properties: {
        title: { type: 'string', description: 'Shown first.' },
        labels: { type: 'object', description: 'Copied.', additionalProperties: { type: 'string' } },
      },
    });
  });

  it('leaves out the format that only we know', () => {
    expect(structural(duration('How long.'))).toEqual({ type: 'string', description: 'How long.' });
  });

  it('takes a list key that is required, or has a default', () => {
    const required = object('One.', { name: text('Key.') });
    const defaulted = object('One.', { name: optional(text('Key.', { default: '' })) });

    expect(() => structural(keyedList('Entries.', required, 'name'))).not.toThrow();
    expect(() => structural(keyedList('Entries.', defaulted, 'name'))).not.toThrow();
  });
});

describe('what the API server would refuse', () => {
  const within = (schema: object) => ({ type: 'object', properties: { outer: schema } });
  const entries = (more: object) => ({
    type: 'array',
    items: { type: 'object', ...more },
    'x-kubernetes-list-type': 'map',
  });

  it.each([
    [
      'a keyword it does not know',
      within(Type.Record(Type.String(), Type.String())),
      'outer: the keyword patternProperties',
    ],
    ['a schema without a type', within({ enum: ['a'] }), 'outer: has no type'],
    [
      'a choice of schemas',
      within({ type: 'string', anyOf: [{ type: 'string' }] }),
      'outer: anyOf is only allowed',
    ],
    ['a reference', within({ $ref: '#/x' }), 'outer: the keyword $ref'],
    [
      'a format it does not know',
      within({ type: 'string', format: 'cron' }),
      'outer: the API server does not know the format cron',
    ],
    [
      'free members beside named ones',
      within({ type: 'object', properties: {}, additionalProperties: { type: 'string' } }),
      'outer: properties and additionalProperties',
    ],
    ['a list of anything', within({ type: 'array' }), 'outer: an array says what its items are'],
    ['a keyed list without keys', within(entries({})), 'outer: a list of type map has keys'],
    [
      'a list key that may be absent',
      within({
        ...entries({ properties: { name: { type: 'string' } } }),
        'x-kubernetes-list-map-keys': ['name'],
      }),
      'outer: the list key name must be required or have a default',
    ],
    [
      'a list key that is no member',
      within({ ...entries({ properties: {} }), 'x-kubernetes-list-map-keys': ['name'] }),
      'outer: the list key name is no member',
    ],
    [
      'a fault deep inside',
      within({ type: 'array', items: { type: 'object', properties: { x: {} } } }),
      'outer[].x: has no type',
    ],
  ])('is thrown back: %s', (_what, schema, message) => {
    expect(() => structural(schema)).toThrow(message);
  });
});
