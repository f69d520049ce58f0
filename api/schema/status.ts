import { integer, keyedList, object, oneOf, optional, text, time } from './fields.ts';

function conditionMembers() {
  return {
    type: text('What this condition is about, one CamelCase word.'),
    status: oneOf('Whether it holds: True, False or Unknown.', ['True', 'False', 'Unknown']),
    reason: optional(text('Why, as one CamelCase word for programs.')),
    message: optional(text('Why, in words for people.')),
    lastTransitionTime: optional(
      time('When the status last changed; a new reason or message alone does not count.'),
    ),
  };
}

/** `status.conditions` whose entries say which generation of the spec they speak of. */
export function conditions(description: string) {
  const members = {
    ...conditionMembers(),
    observedGeneration: optional(
      integer(
        'metadata.generation this condition was computed from. Smaller than the current one: it speaks of an older spec.',
        {
          format: 'int64',
        },
      ),
    ),
  };
  return keyedList(description, object('One statement about the object.', members), 'type');
}

/** `status.conditions` without generations: the spec of such kinds never changes. */
export function conditionsOfOneGeneration(description: string) {
  return keyedList(description, object('One statement about the object.', conditionMembers()), 'type');
}

/**
 * `status.observedGeneration`: -1 until the controller has looked, so that tools never take a fresh object for done. The
 * default stands on the whole `status`: a status that somebody else wrote without this member is taken at its word.
 */
export function observedGeneration() {
  const description =
    'metadata.generation the whole status was computed from; -1 as long as nobody has written a status.';
  return optional(integer(description, { format: 'int64' }));
}
