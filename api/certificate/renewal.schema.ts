import { list, object, oneOf, optional, text } from '../schema/fields.ts';

const window = object(
  'Renewal may start while a window is open. It opens at every time the cron expression names.',
  {
    cron: text(
      'When the window opens: minute, hour, day of month, month, day of week (0 to 6 or names), or a word such as @daily.',
      { minLength: 1 },
    ),
    windowDuration: text(
      'How long the window stays open, in hours, minutes and seconds, for example 4h or 1h30m.',
      {
        pattern: '^([0-9]+(\\.[0-9]+)?(s|m|h))+$',
      },
    ),
    timezone: optional(
      text(
        'Name of the time zone the cron expression is meant in, for example Europe/Oslo; UTC when left out.',
        {
          minLength: 1,
        },
      ),
    ),
  },
);

export const renewal = object('When renewal may happen.', {
  policy: optional(
    oneOf(
      'RenewBefore: when renewBefore or renewBeforePercentage says, within the windows if there are any. Disabled: never by itself. Must be set if renewal is.',
      ['RenewBefore', 'Disabled'],
    ),
  ),
  windows: optional(
    list('Times at which renewal may start; at any time when left out. Not with policy Disabled.', window),
  ),
});
