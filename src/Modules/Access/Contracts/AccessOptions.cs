using Fuyao.Kernel.Data;

namespace Fuyao.Access.Contracts;

/// <summary>Where the things live that belong to the database but must not be in it.</summary>
public sealed class AccessOptions
{
    /// <summary>Key file; null means <c>FUYAO_KEYS</c>, else <c>&lt;db&gt;.keys</c>.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Signed heads of the audit chains; null means <c>FUYAO_HEADS</c>, else <c>&lt;db&gt;.heads</c>. Best on another disk.</summary>
    public string? HeadsFile { get; set; }

    /// <summary>Directory of stored files; null means <c>FUYAO_FILES</c>, else <c>&lt;db&gt;.files</c>.</summary>
    public string? FilesDirectory { get; set; }

    /// <summary>Whether this process runs queued jobs. The command line runs its own inline and leaves the queue alone.</summary>
    public bool RunJobs { get; set; }

    /// <summary>How many jobs at once.</summary>
    public int JobThreads { get; set; } = 2;

    /// <summary>How many persons' data one user may export within 24 hours before somebody else must approve.</summary>
    public int ExportPersons { get; set; } = 1000;

    /// <summary>For how many hours an approved export may be downloaded, once.</summary>
    public int ExportHours { get; set; } = 24;

    /// <summary>How long is kept what is no record of the county.</summary>
    public RetentionOptions Retention { get; } = new();

    /// <summary>The hour in China at which what is past its time goes; null: never.</summary>
    public TimeOnly? RetentionAt { get; set; } = new(3, 30);

    /// <summary>Minutes without anything done by a person after which a session ends.</summary>
    public int IdleMinutes { get; set; } = 30;

    /// <summary>Codes of the roles that may act only after a second factor or a passkey.</summary>
    public IReadOnlySet<string> SecondFactorRoles { get; set; } = new HashSet<string>();

    /// <summary>For so long after it was made an account of such a role may act without, so that there is time to enrol one.</summary>
    public TimeSpan SecondFactorGrace { get; set; }

    /// <summary>How many full numbers one user may see in a day.</summary>
    public int RevealsPerDay { get; set; } = 100;

    public RateLimits Limits { get; set; } = new();

    /// <summary>Where the keys of a database are, after all defaults.</summary>
    public string KeysAt(DatabaseTarget target) => At(KeyFile, "FUYAO_KEYS", target, ".keys");

    public string HeadsAt(DatabaseTarget target) => At(HeadsFile, "FUYAO_HEADS", target, ".heads");

    public string FilesAt(DatabaseTarget target) => At(FilesDirectory, "FUYAO_FILES", target, ".files");

    /// <summary>The file of the access log on SQLite, where looking must not wait for writing; null on PostgreSQL, where it is a table.</summary>
    public static string? AccessLogAt(DatabaseTarget target) => target.SqlitePath is { } path ? path + ".access" : null;

    private static string At(string? configured, string variable, DatabaseTarget target, string suffix)
    {
        if (configured is { Length: > 0 })
        {
            return Path.GetFullPath(configured);
        }

        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } fromEnvironment)
        {
            return Path.GetFullPath(fromEnvironment);
        }

        // A database server has no path of its own: the files lie in the working directory under the database's name.
        var basis = target.SqlitePath ?? Path.GetFullPath(new Npgsql.NpgsqlConnectionStringBuilder(target.ConnectionString).Database ?? "fuyao");
        return basis + suffix;
    }
}

/// <summary>How often one user (before sign-in: one address) may do what is costly or worth an attacker's while; a minute each, on each server.</summary>
public sealed class RateLimits
{
    public int SignIn { get; set; } = 60;

    public int Search { get; set; } = 300;

    public int Reveal { get; set; } = 30;

    public int Export { get; set; } = 20;

    public int Upload { get; set; } = 20;

    /// <summary>Exports or uploads of one user at the same time.</summary>
    public int AtOnce { get; set; } = 3;
}
