import { session, type LocalText } from '@fuyao/shared';
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import access from '../resources/zh/access.json';
import shell from '../resources/zh/shell.json';

export type Language = 'zh' | 'en';
export type Key = keyof (typeof import('../resources/zh'))['default'];
type Resources = Record<string, string>;

/** The frame speaks Chinese at once; what its pages say comes with the first page. */
const chinese: { texts: Resources; codes: Resources } = { texts: { ...shell, ...access }, codes: {} };

/** Coded values travel as codes; the system names the list they belong to (`status`, `cause`, `relation` …). */
export interface Translate {
  language: Language;
  /** The text of a key, with `{name}` replaced. */
  t: (key: Key, values?: Record<string, string | number>) => string;
  /** The label of a code; an unknown code is shown as it is, so that nothing is hidden. */
  code: (system: string, code: string | number | null | undefined) => string;
  /** The fitting half of a text that came with both languages. */
  text: (value: LocalText | string | null | undefined) => string;
  setLanguage: (language: Language) => void;
}

const Context = createContext<Translate | null>(null);
const storageKey = 'fuyao.language';

export function initialLanguage(): Language {
  return localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh';
}

/** All texts and labels of a language. Chinese ones join those that the frame already has, so that whoever waits for this finds them. */
export async function loadLanguage(language: Language): Promise<{ texts: Resources; codes: Resources }> {
  if (language === 'zh') {
    const [texts, codes] = await Promise.all([import('../resources/zh'), import('../resources/codes.zh.json')]);
    Object.assign(chinese.texts, texts.default);
    Object.assign(chinese.codes, codes.default);
    return chinese;
  }
  const [texts, codes] = await Promise.all([import('../resources/en'), import('../resources/codes.en.json')]);
  return { texts: texts.default, codes: codes.default };
}

function fill(template: string, values?: Record<string, string | number>): string {
  return values ? template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)) : template;
}

export function I18nProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(initialLanguage);
  const [loaded, setLoaded] = useState<{ language: Language; texts: Resources; codes: Resources } | null>(
    language === 'zh' ? { language, ...chinese } : null,
  );

  useEffect(() => {
    let wanted = true;
    session.language = language === 'zh' ? 'zh-CN' : 'en';
    document.documentElement.lang = session.language;
    localStorage.setItem(storageKey, language);
    void loadLanguage(language).then(found => wanted && setLoaded({ language, ...found }));
    return () => {
      wanted = false;
    };
  }, [language]);

  const value = useMemo<Translate | null>(() => {
    if (!loaded) return null;
    session.language = loaded.language === 'zh' ? 'zh-CN' : 'en';
    return {
      language: loaded.language,
      setLanguage,
      t: (key, values) => fill(loaded.texts[key] ?? key, values),
      code: (system, code) => (code === null || code === undefined || code === '' ? '' : (loaded.codes[`${system}.${code}`] ?? String(code))),
      text: found => (found === null || found === undefined ? '' : typeof found === 'string' ? found : found[loaded.language] || found.zh || found.en),
    };
  }, [loaded]);

  return value ? <Context value={value}>{children}</Context> : null;
}

export function useT(): Translate {
  const found = use(Context);
  if (!found) throw new Error('useT outside I18nProvider');
  return found;
}
