using Fuyao.Kernel.Data;

namespace Fuyao.Access.Audit;

/// <summary>
/// Keeps the chains' tables append-only: triggers on SQLite; on PostgreSQL the application's role loses the right, because a
/// distributed table can have no triggers. What gets past either is found by the chains themselves.
/// </summary>
internal static class AppendOnly
{
    public static IEnumerable<string> Scripts(DbEngine engine) => [engine == DbEngine.Sqlite ? Sqlite : Postgres];

    private const string Sqlite = """
        create trigger if not exists audit_no_update before update on audit begin select raise(abort, 'audit is append-only'); end;
        create trigger if not exists audit_no_delete before delete on audit begin select raise(abort, 'audit is append-only'); end;
        """;

    private const string Postgres = "revoke update, delete, truncate on audit, access_log from public, current_user";
}
