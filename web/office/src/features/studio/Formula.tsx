import { useT } from '../../framework/i18n';
import { useStudioContext } from './context';
import { tokens } from './names';

/** An expression in labels, or as it is written. The other one stands in the title of each name. */
export function Formula({ text, tested }: { text: string; tested?: string }) {
  const { ids, names } = useStudioContext();
  const i18n = useT();
  if (ids) return <code className="formula">{text || '-'}</code>;
  if (text === '-' || text === '') return <span className="faint">{i18n.t('why.any')}</span>;
  return (
    <span className="formula">
      {/* oxlint-disable-next-line react/no-array-index-key -- words are known by their place */}
      {tokens(text, names, i18n.text, tested).map((token, index) => <span key={index} className={`formula-${token.kind}`} title={token.kind === 'plain' ? undefined : token.raw}>{token.kind === 'plain' ? operators(token.text, i18n.language === 'zh') : token.text}</span>)}
    </span>
  );
}

const words: [RegExp, string][] = [[/\band\b/g, '且'], [/\bor\b/g, '或'], [/\bnot\b/g, '非'], [/\bnull\b/g, '无'], [/\btrue\b/g, '是'], [/\bfalse\b/g, '否'], [/\bthen\b/g, '则'], [/\belse\b/g, '否则'], [/\bif\b/g, '若']]; // wordsZh

function operators(text: string, zh: boolean): string {
  const signs = text.replaceAll('>=', '≥').replaceAll('<=', '≤').replaceAll('!=', '≠').replace(/(?<=\d|\w|\)) \* /g, ' × ');
  return zh ? words.reduce((said, [word, label]) => said.replace(word, label), signs) : signs;
}
