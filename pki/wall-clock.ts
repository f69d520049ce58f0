/** The clocks of a place: instants as its people write them, and back. */
export interface WallClock {
  /** What the clocks show, as if it were UTC. */
  shown(instant: Date): Date;
  /** When they show it first; `undefined` when they skip it, as in spring. */
  instant(shown: Date): Date | undefined;
}

const hourMs = 3_600_000;

/** @param timezone of the IANA's database */
export function wallClock(timezone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });

  function shown(instant: Date): Date {
    const parts = Object.fromEntries(
      format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  }

  return {
    shown,
    instant(wanted) {
      // clocks are changed by hours, and not twice a day: a day before and a day after cover all that is in between
      const offsets = [-24, 24].map((hours) => {
        const near = new Date(wanted.getTime() + hours * hourMs);
        return shown(near).getTime() - near.getTime();
      });
      const found = offsets
        .map((offset) => new Date(wanted.getTime() - offset))
        .filter((instant) => shown(instant).getTime() === wanted.getTime());
      return found.sort((one, other) => one.getTime() - other.getTime())[0];
    },
  };
}
