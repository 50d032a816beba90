using System.ComponentModel.DataAnnotations;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Microsoft.Extensions.Configuration;

namespace Fuyao.App;

/// <summary>
/// Every setting of the installation, from <c>fuyao.json</c> and <c>FUYAO_…</c> variables (<c>FUYAO_DATABASE__CONNECTION</c>).
/// docs/guide/configuration.md documents each key; a test compares the two.
/// </summary>
public sealed class FuyaoSettings
{
    /// <summary>The folder of the installation: packs and the built web lie in it.</summary>
    public string Home { get; set; } = Directory.GetCurrentDirectory();

    /// <summary>The file of encryption keys; empty means the database's path with <c>.keys</c> appended.</summary>
    public string Keys { get; set; } = "";

    /// <summary>The file of signed heads of the audit chains, best on another disk; empty means the database's path with <c>.heads</c> appended.</summary>
    public string Heads { get; set; } = "";

    /// <summary>The folder of stored files; empty means the database's path with <c>.files</c> appended.</summary>
    public string Files { get; set; } = "";

    public DatabaseSettings Database { get; set; } = new();

    public ServerSettings Server { get; set; } = new();

    public PacksSettings Packs { get; set; } = new();

    public JobsSettings Jobs { get; set; } = new();

    /// <summary>Reads and checks the settings: one exception names all that cannot work.</summary>
    public static FuyaoSettings Read(IConfiguration configuration)
    {
        var settings = new FuyaoSettings();
        var problems = new List<Problem>();
        try
        {
            configuration.Bind(settings);
        }
        catch (InvalidOperationException unreadable)
        {
            problems.Add(Wrong(unreadable.Message, unreadable.Message, null));
        }

        foreach (var (name, section) in new (string, object)[] { ("Database", settings.Database), ("Server", settings.Server), ("Jobs", settings.Jobs) })
        {
            var found = new List<ValidationResult>();
            Validator.TryValidateObject(section, new ValidationContext(section), found, validateAllProperties: true);
            problems.AddRange(found.Select(f => Wrong($"配置项不合法:{f.ErrorMessage}", f.ErrorMessage!, $"{name}:{f.MemberNames.FirstOrDefault()}")));
        }

        return problems.Count == 0 ? settings : throw new ProblemException(400, problems);
    }

    internal void Apply(AccessOptions access)
    {
        (access.KeyFile, access.HeadsFile, access.FilesDirectory) = (Keys, Heads, Files);
        (access.RunJobs, access.JobThreads) = (Jobs.Run, Jobs.Threads);
    }

    private static Problem Wrong(string zh, string en, string? path) => new("bad-setting", new LocalText(zh, en), path);
}

/// <summary>Where the data is.</summary>
public sealed class DatabaseSettings
{
    /// <summary>A SQLite path or a PostgreSQL connection string.</summary>
    [Required]
    public string Connection { get; set; } = "data/fuyao.db";
}

/// <summary>How the web is served.</summary>
public sealed class ServerSettings
{
    /// <summary>Addresses to listen on, separated by semicolons; port 0 takes a free one.</summary>
    [Required]
    [RegularExpression(@"https?://[^;\s]+(;https?://[^;\s]+)*", ErrorMessage = "Urls must be http:// or https:// addresses separated by semicolons, such as http://127.0.0.1:5080.")]
    public string Urls { get; set; } = "http://127.0.0.1:5080";

    /// <summary>Largest request body in MiB; uploads of workbooks are the largest requests.</summary>
    [Range(1, 1024)]
    public int MaxUploadMiB { get; set; } = 256;
}

/// <summary>Where the policy packs are.</summary>
public sealed class PacksSettings
{
    /// <summary>Folder of packs; empty means <c>packs</c> in the installation folder.</summary>
    public string Directory { get; set; } = "";

    /// <summary>Folder of the plans' texts that quotes are checked against; empty means <c>shared/sources</c> beside the installation, if it is there.</summary>
    public string Sources { get; set; } = "";

    /// <summary>Folder in which the contents of packs that runs used are kept by hash; empty means the database's path with <c>.packs</c> appended.</summary>
    public string Versions { get; set; } = "";

    internal PolicyOptions ToOptions(string home, DatabaseTarget database)
    {
        var packs = Directory.Length > 0 ? Path.GetFullPath(Directory) : PolicyOptions.FindPacks(home) ?? Path.Combine(home, "packs");
        return new PolicyOptions
        {
            PacksDirectory = packs,
            SourcesDirectory = Sources.Length > 0 ? Path.GetFullPath(Sources) : PolicyOptions.FindSources(packs),
            VersionsDirectory = Versions.Length > 0 ? Path.GetFullPath(Versions) : database.Beside(".packs"),
        };
    }
}

/// <summary>Long work: imports, runs, exports.</summary>
public sealed class JobsSettings
{
    /// <summary>Whether this server works on queued jobs; the command line never does.</summary>
    public bool Run { get; set; } = true;

    /// <summary>How many jobs at once.</summary>
    [Range(1, 64)]
    public int Threads { get; set; } = 2;
}
