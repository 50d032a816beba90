import { read } from '@fuyao/shared/api';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect } from 'react';
import { Link, useParams } from 'react-router';
import { chineseDay, instant, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useUser } from '../../framework/session';
import { Loaded } from '../../shared/State';
import '../households/paper.css';

/** What a household may ask for: who looked at its data, when and for what, in plain words and with masked names. */
export function AccessRecordPaper() {
  const { t, text } = useT();
  const user = useUser();
  const { id = '' } = useParams();
  const record = useQuery({ queryKey: ['access-record', id], queryFn: () => read('/api/households/{id}/access-record', { path: { id } }), staleTime: 0 });
  useEffect(() => {
    document.title = t('record.title');
  }, [t]);
  return (
    <main className="paper-place">
      <div className="paper-bar">
        <Link to={`/households/${id}`}>{t('paper.back')}</Link>
        <Button type="primary" disabled={!record.data} onClick={() => window.print()}>{t('household.print')}</Button>
      </div>
      <Loaded query={record}>
        {found => (
          <article className="paper">
            <h1>{t('record.title')}</h1>
            <p className="paper-line"><span>{t('field.number')}:{found.number}</span><span>{t('field.head')}:{found.head_name}</span><span>{chineseDay(today())}</span></p>
            <p>{t('record.about', { names: found.members.join('、') })}</p>
            {found.lines.length === 0 ? <p>{t('record.none')}</p> : (
              <table>
                <thead><tr><th scope="col">{t('audit.at')}</th><th scope="col">{t('record.who')}</th><th scope="col">{t('record.what')}</th><th scope="col">{t('record.purpose')}</th></tr></thead>
                <tbody>
                  {found.lines.map(line => (
                    <tr key={`${line.at}/${line.who}/${line.what.en}/${line.purpose ?? ''}`}>
                      <td>{instant(line.at)}</td><td>{line.who} {text(line.role)}</td>
                      <td>{text(line.what)}{line.times > 1 ? t('record.times', { n: line.times }) : ''}</td><td>{line.purpose}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
            <p className="paper-foot">{t('record.foot', { name: user.name })}</p>
          </article>
        )}
      </Loaded>
    </main>
  );
}
