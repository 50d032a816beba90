import { newId } from '@fuyao/shared';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { FormState } from './RegisterForm';

/** The form as it is filled in, each change handed on to be kept. Nothing is kept of a form that was only looked at. */
export function useFormState(start: FormState, unsent: boolean, keep: (state: FormState) => void) {
  const [state, setState] = useState<FormState>(start);
  const touched = useRef(unsent);
  const update = useCallback((next: (now: FormState) => FormState) => {
    touched.current = true;
    // One key for one content, so that what is sent again does nothing twice.
    setState(now => ({ ...next(now), key: newId() }));
  }, []);
  useEffect(() => {
    if (touched.current) keep(state);
  }, [state, keep]);
  return { state, setState, update };
}
