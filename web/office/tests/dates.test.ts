import { expect, test } from 'vitest';
import { dateFault, readDate, stepDate } from '../src/framework/dates';

test('a day is read in every way in which offices write it', () => {
  for (const typed of ['2016-03-05', '20160305', '2016.3.5', '2016/3/5', '2016年3月5日', '2016年3月5', '20160305', '2016-3-5', ' 2016-03-05 ']) expect(readDate(typed), typed).toBe('2016-03-05');
  for (const typed of ['2016-06', '201606', '2016年6月', '2016/6']) expect(readDate(typed, 'month'), typed).toBe('2016-06');
});

test('what is no day of the calendar is none', () => {
  for (const typed of ['2015-02-29', '20160230', '2016-13-01', '2016-00-10', '2016-01-00', '16-3-5', '2016', '05/03/2016', '2016-03-051', '0000-01-01', 'x']) expect(readDate(typed), typed).toBeNull();
  expect(readDate('2016-02-29')).toBe('2016-02-29');
});

test('every day, however it is written, is read as itself', () => {
  for (let day = '2015-12-25'; day < '2017-01-05'; day = stepDate(day, { days: 1 })) {
    const [year, month, date] = day.split('-').map(Number);
    for (const typed of [day, day.replaceAll('-', ''), `${year}年${month}月${date}日`, `${year}.${month}.${date}`]) expect(readDate(typed), typed).toBe(day);
    // Nothing that is typed on the way to it is called wrong before it is done.
    for (const whole of [day, day.replaceAll('-', ''), `${year}年${month}月${date}日`]) {
      for (let n = 1; n <= whole.length; n++) expect(dateFault(whole.slice(0, n), { typing: true }), whole.slice(0, n)).toBeNull();
    }
  }
});

test('a mistake is named, at once when more typing cannot mend it and else when the field is left', () => {
  expect(dateFault('2016-02-30', { typing: true })).toEqual({ fault: 'noDay', month: '2016-02', last: 29 });
  expect(dateFault('2016-13', { typing: true })).toEqual({ fault: 'unreadable' });
  expect(dateFault('昨天', { typing: true })).toEqual({ fault: 'unreadable' });
  expect(dateFault('2016-03', { typing: true })).toBeNull();
  expect(dateFault('2016-03', {})).toEqual({ fault: 'incomplete' });
  expect(dateFault('2016-03-06', { max: '2016-03-05' })).toEqual({ fault: 'after', limit: '2016-03-05' });
  expect(dateFault('2016-03-04', { min: '2016-03-05' })).toEqual({ fault: 'before', limit: '2016-03-05' });
  expect(dateFault('', {})).toBeNull();
});

test('a step over the end of a month or year stays in the calendar', () => {
  expect([stepDate('2016-12-31', { days: 1 }), stepDate('2016-03-01', { days: -1 }), stepDate('2016-01-31', { months: 1 }), stepDate('2016-01-15', { months: -1 }), stepDate('2016-12', { months: 1 })])
    .toEqual(['2017-01-01', '2016-02-29', '2016-02-29', '2015-12-15', '2017-01']);
});
