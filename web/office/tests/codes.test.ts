import { newId } from '@fuyao/shared';
import { expect, test } from 'vitest';
import { idOfCode, shortCode } from '../src/shared/QrCode';

test('a printed code leads back to its id and anything else to nothing', () => {
  for (const id of [newId(), 'ffffffff-ffff-7fff-bfff-fffffffffbff', '00000000-0000-7000-8000-000000000001']) {
    expect(shortCode(id)).toHaveLength(22);
    expect(idOfCode(shortCode(id))).toBe(id);
  }
  expect(idOfCode('households')).toBeNull();
  expect(idOfCode('../../etc/passwd-12345')).toBeNull();
});
