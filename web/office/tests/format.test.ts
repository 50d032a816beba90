import { expect, test, vi } from 'vitest';
import { ageOn, chineseDay, day, instant, money, tenThousands, today } from '../src/framework/format';
import { newId } from '@fuyao/shared';

test('yuan have separators and two places, and nothing stays nothing', () => {
  expect(money('55000')).toBe('55,000.00');
  expect(money('-0.5')).toBe('-0.50');
  expect(money(null)).toBe('');
  expect(tenThousands('178430.00')).toBe('17.84');
});

test('an age counts full years only', () => {
  expect(ageOn('1942-05-02', '2016-05-01')).toBe(73);
  expect(ageOn('1942-05-01', '2016-05-01')).toBe(74);
});

test('an unknown beginning and an open end are not shown as dates', () => {
  expect([day('0001-01-01'), day('9999-12-31'), day('2016-05-01')]).toEqual(['', '', '2016-05-01']);
  expect(chineseDay('2016-05-01')).toBe('2016年5月1日');
});

test('days and times are China\'s, whatever clock the computer is set to', () => {
  const zone = process.env['TZ'];
  vi.useFakeTimers({ now: new Date('2016-04-30T16:30:00Z'), toFake: ['Date'] });
  try {
    for (const place of ['America/Los_Angeles', 'Asia/Shanghai', 'Pacific/Auckland', 'UTC']) {
      process.env['TZ'] = place;
      expect([today(), instant('2016-04-30T16:30:59.079+00:00'), day('2016-04-30T16:30:00Z'), day('2016-05-01T00:30:00+08:00'), day('2016-05-01')])
        .toEqual(['2016-05-01', '2016-05-01 00:30', '2016-05-01', '2016-05-01', '2016-05-01']);
    }
  } finally {
    process.env['TZ'] = zone;
    vi.useRealTimers();
  }
});

test('ids are UUIDv7 of the moment, in order of time', () => {
  const [a, b] = [newId(1_463_000_000_000), newId(1_463_000_000_001)];
  expect(a).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(a.replace('-', '').slice(0, 12), 16)).toBe(1_463_000_000_000);
  expect(a < b).toBe(true);
});
