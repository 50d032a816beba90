import { App, ConfigProvider, theme as antTheme, type ThemeConfig } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useT } from './i18n';
import { still } from './motion';
import { nonce } from './nonce';

export type Scheme = 'light' | 'dark';
const storageKey = 'fuyao.scheme';
const Context = createContext<{ scheme: Scheme; toggle: () => void }>({ scheme: 'light', toggle: () => undefined });

// Ant's own secondary greys stand at 3.4:1 on white; these reach AA (4.5:1).
const light: ThemeConfig['token'] = {
  colorPrimary: '#1a5fa8', colorLink: '#1a5fa8', colorError: '#b3261e', colorSuccess: '#1e7a36', colorWarning: '#8f5a00',
  colorTextTertiary: 'rgba(0,0,0,0.64)', colorTextQuaternary: 'rgba(0,0,0,0.6)', colorTextDescription: 'rgba(0,0,0,0.66)', colorTextPlaceholder: 'rgba(0,0,0,0.58)',
  colorTextDisabled: 'rgba(0,0,0,0.6)', colorBgLayout: '#f4f5f7',
};
const dark: ThemeConfig['token'] = {
  colorPrimary: '#5a9be6', colorLink: '#7db3f0', colorError: '#f28b82', colorSuccess: '#7bc98d', colorWarning: '#e0b050',
  colorTextTertiary: 'rgba(255,255,255,0.7)', colorTextQuaternary: 'rgba(255,255,255,0.65)', colorTextDescription: 'rgba(255,255,255,0.7)',
  colorTextPlaceholder: 'rgba(255,255,255,0.62)', colorTextDisabled: 'rgba(255,255,255,0.6)', colorTextLightSolid: '#10151c',
};

function initialScheme(): Scheme {
  const stored = localStorage.getItem(storageKey);
  if (stored === 'dark' || stored === 'light') return stored;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function ThemeProvider({ children }: { children: ReactNode }) {
  const { language } = useT();
  const [scheme, setScheme] = useState<Scheme>(initialScheme);
  useEffect(() => {
    document.documentElement.dataset['scheme'] = scheme;
    localStorage.setItem(storageKey, scheme);
  }, [scheme]);

  const config = useMemo<ThemeConfig>(
    () => ({
      algorithm: scheme === 'dark' ? antTheme.darkAlgorithm : antTheme.defaultAlgorithm,
      token: {
        ...(scheme === 'dark' ? dark : light),
        borderRadius: 6,
        motion: !still,
        fontFamily: 'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif',
      },
    }),
    [scheme],
  );
  const value = useMemo(() => ({ scheme, toggle: () => setScheme(now => (now === 'dark' ? 'light' : 'dark')) }), [scheme]);
  return (
    <Context value={value}>
      <ConfigProvider theme={config} locale={language === 'zh' ? zhCN : enUS} csp={{ nonce }} button={{ autoInsertSpace: false }}>
        <App component={false}>{children}</App>
      </ConfigProvider>
    </Context>
  );
}

export const useScheme = () => use(Context);
