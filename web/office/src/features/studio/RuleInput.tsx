import { useId, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { useT } from '../../framework/i18n';
import type { StudioName } from './api';
import { useStudioContext } from './context';
import { completions, wordAt, written } from './names';

interface Props {
  value: string;
  change: (text: string) => void;
  label: string;
  /** Whose rule it is: decides which names may be read. */
  of?: string;
  /** No expression: nothing is completed. */
  plain?: boolean;
  disabled?: boolean;
  wrong?: boolean;
  describedBy?: string;
  input?: RefObject<HTMLTextAreaElement | null>;
  placeholder?: string;
  enter?: () => void;
  escape?: () => void;
}

/** Where an expression is typed: names are completed by label, pinyin, initials or id, with the keyboard alone. */
export function RuleInput({ value, change, label, of, plain, disabled, wrong, describedBy, input, placeholder, enter, escape }: Props) {
  const { names } = useStudioContext();
  const { t, text } = useT();
  const id = useId();
  const own = useRef<HTMLTextAreaElement>(null);
  const area = input ?? own;
  const [caret, setCaret] = useState(value.length);
  const [chosen, setChosen] = useState(0);
  const [listing, setListing] = useState(false);
  const { word, from } = wordAt(value, caret);
  const offered = plain || !listing ? [] : completions(word, names.all, of);
  const take = (name: StudioName) => {
    const said = written(name, of);
    // At once, so that whoever types on types behind the name.
    flushSync(() => {
      change(`${value.slice(0, from)}${said}${value.slice(caret)}`);
      setCaret(from + said.length);
      setListing(false);
    });
    area.current?.setSelectionRange(from + said.length, from + said.length);
  };
  const key = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (offered.length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      setChosen((chosen + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length);
      event.preventDefault();
    } else if (offered.length > 0 && chosen < offered.length && (event.key === 'Tab' || event.key === 'Enter') && offered[chosen]!.name !== word) {
      take(offered[chosen]!);
      event.preventDefault();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      enter?.();
      event.preventDefault();
    } else if (event.key === 'Escape' && (offered.length > 0 || escape)) {
      if (offered.length > 0) setListing(false);
      else escape?.();
      event.stopPropagation();
    }
  };
  return (
    <>
      <textarea
        ref={area} className={plain ? 'edit-input' : 'edit-input edit-code'} rows={Math.min(8, Math.max(1, Math.ceil(value.length / 60), value.split('\n').length))} value={value} disabled={disabled} spellCheck={false} placeholder={placeholder}
        aria-label={label} aria-invalid={wrong || undefined} aria-describedby={describedBy}
        {...(!plain && { role: 'combobox', 'aria-expanded': offered.length > 0, 'aria-controls': `${id}-names`, 'aria-autocomplete': 'list' as const, 'aria-activedescendant': offered.length > 0 ? `${id}-${chosen}` : undefined })}
        onChange={event => {
          change(event.target.value);
          setCaret(event.target.selectionStart);
          setListing(true);
          setChosen(0);
        }}
        onSelect={event => setCaret(event.currentTarget.selectionStart)}
        onBlur={() => setListing(false)}
        onKeyDown={key}
      />
      {!plain && (
        <ul id={`${id}-names`} role="listbox" aria-label={t('studio.names')} className="edit-names" hidden={offered.length === 0}>
          {offered.map((name, index) => (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys go to the input
            <li key={`${name.of}/${name.name}`} id={`${id}-${index}`} role="option" aria-selected={index === chosen} onMouseDown={event => event.preventDefault()} onClick={() => take(name)}>
              <strong>{text(name.label)}</strong> <code>{written(name, of)}</code> <span className="faint">{name.type}{name.unit ? ` · ${name.unit}` : ''}{name.value ? ` · ${name.value}` : ''}</span>
              {(name.definition || name.meaning) && <span className="edit-meaning">{text(name.meaning) || name.definition}</span>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
