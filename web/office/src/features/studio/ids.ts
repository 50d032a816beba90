import { useState } from 'react';

const key = 'fuyao.studio.ids';

/** Whether expressions are shown as they are written; remembered on this device. */
export function useIds(): [boolean, (ids: boolean) => void] {
  const [ids, set] = useState(() => localStorage.getItem(key) === '1');
  return [ids, next => {
    localStorage.setItem(key, next ? '1' : '0');
    set(next);
  }];
}
