using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;

namespace Fuyao.Operations.Contracts;

/// <summary>Where a whole system lies: its database and what belongs to it outside the database.</summary>
/// <param name="Keys">File of encryption keys; never part of a backup.</param>
/// <param name="Heads">Signed heads of the audit chains.</param>
/// <param name="Files">Folder of stored files.</param>
/// <param name="Packs">Folder of kept pack versions.</param>
public sealed record SystemPlace(DatabaseTarget Target, string Keys, string Heads, string Files, string Packs)
{
    /// <summary>The file of the access log on SQLite; on PostgreSQL it is a table.</summary>
    public string? AccessLog => AccessOptions.AccessLogAt(Target);

    /// <summary>Where a restore prepares, beside what it replaces.</summary>
    public string Staging => Target.Beside(".restoring");

    public AccessOptions Access => new() { KeyFile = Keys, HeadsFile = Heads, FilesDirectory = Files };

    public static SystemPlace Of(AccessOptions access, DatabaseTarget target, string packs) =>
        new(target, access.KeysAt(target), access.HeadsAt(target), access.FilesAt(target), packs);

    /// <summary>A system on SQLite within one folder, under the keys of another.</summary>
    public static SystemPlace In(string folder, string keys) => new(
        DatabaseTarget.Parse(Path.Combine(folder, "database.db")), keys, Path.Combine(folder, "heads"), Path.Combine(folder, "files"), Path.Combine(folder, "packs"));
}
