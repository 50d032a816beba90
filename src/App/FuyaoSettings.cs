using System.ComponentModel.DataAnnotations;
using Fuyao.Access.Contracts;
using Fuyao.App.Settings;
using Fuyao.Benefits.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Operations.Contracts;
using Fuyao.Policy.Contracts;
using Microsoft.Extensions.Configuration;

namespace Fuyao.App;

/// <summary>
/// Every setting of the installation, from <c>fuyao.json</c> and <c>FUYAO_…</c> variables (<c>FUYAO_DATABASE__CONNECTION</c>).
/// What each means is said here once; docs/guide/configuration.md is generated from it.
/// </summary>
public sealed class FuyaoSettings
{
    /// <summary>The folder of the installation: packs and the built web lie in it.</summary>
    [Setting("安装目录:策略包和网页在其中", "folder of the installation: packs and the built web lie in it", DefaultZh = "工作目录;`./fuyao` 会设定它", DefaultEn = "the working directory; `./fuyao` sets it")]
    public string Home { get; set; } = Directory.GetCurrentDirectory();

    /// <summary>The file of encryption keys; empty means the database's path with <c>.keys</c> appended.</summary>
    [Setting("加密密钥文件,权限 600。**务必与数据库分开备份:没有它,个人信息无法解读。**", "file of encryption keys, mode 600. **Back it up apart from the database: without it nothing personal can be read.**", DefaultZh = "数据库路径 + `.keys`", DefaultEn = "the database's path + `.keys`")]
    public string Keys { get; set; } = "";

    /// <summary>The file of signed heads of the audit chains, best on another disk; empty means the database's path with <c>.heads</c> appended.</summary>
    [Setting("审计链签名链头文件,最好放在另一块磁盘", "file of signed heads of the audit chains, best on another disk", DefaultZh = "数据库路径 + `.heads`", DefaultEn = "the database's path + `.heads`")]
    public string Heads { get; set; } = "";

    /// <summary>The folder of stored files; empty means the database's path with <c>.files</c> appended.</summary>
    [Setting("存放文件的目录,内容已加密", "folder of stored files, encrypted", DefaultZh = "数据库路径 + `.files`", DefaultEn = "the database's path + `.files`")]
    public string Files { get; set; } = "";

    public DatabaseSettings Database { get; set; } = new();

    public ServerSettings Server { get; set; } = new();

    public PacksSettings Packs { get; set; } = new();

    public JobsSettings Jobs { get; set; } = new();

    public BackupSettings Backup { get; set; } = new();

    public TelemetrySettings Telemetry { get; set; } = new();

    public RetentionSettings Retention { get; set; } = new();

    public ExportsSettings Exports { get; set; } = new();

    public SignInSettings SignIn { get; set; } = new();

    public LimitsSettings Limits { get; set; } = new();

    public BenefitsSettings Benefits { get; set; } = new();

    public SimulationSettings Simulation { get; set; } = new();

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

        problems.AddRange(SettingsReference.Unknown(configuration));
        foreach (var property in typeof(FuyaoSettings).GetProperties().Where(SettingsReference.IsSection))
        {
            var (section, found) = (property.GetValue(settings)!, new List<ValidationResult>());
            Validator.TryValidateObject(section, new ValidationContext(section), found, validateAllProperties: true);
            problems.AddRange(found.Select(f => Wrong($"配置项不合法:{f.ErrorMessage}", f.ErrorMessage!, $"{property.Name}:{f.MemberNames.FirstOrDefault()}")));
        }

        return problems.Count == 0 ? settings : throw new ProblemException(400, problems);
    }

    /// <summary>Where all that belongs to this installation lies.</summary>
    public SystemPlace Place()
    {
        // Backup and restore read and write everything, as the owner.
        var (access, target) = (new AccessOptions(), Database.ToTarget().AsOwner());
        Apply(access);
        return SystemPlace.Of(access, target, Packs.ToOptions(Home, target).VersionsDirectory!);
    }

    internal void Apply(AccessOptions access)
    {
        Retention.Apply(access);
        (access.KeyFile, access.HeadsFile, access.FilesDirectory) = (Keys, Heads, Files);
        (access.RunJobs, access.JobThreads) = (Jobs.Run, Jobs.Threads);
        (access.ExportPersons, access.ExportHours) = (Exports.Persons, Exports.Hours);
        (access.IdleMinutes, access.SecondFactorRoles) = (SignIn.IdleMinutes, SignIn.SecondFactor.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).ToHashSet());
        access.SecondFactorGrace = TimeSpan.FromDays(SignIn.SecondFactorGraceDays);
        access.RevealsPerDay = Limits.RevealsPerDay;
        access.Limits = new RateLimits
        {
            SignIn = Limits.SignIn, Search = Limits.Search, Reveal = Limits.Reveal, Export = Limits.Export, Upload = Limits.Upload, AtOnce = Limits.AtOnce,
        };
    }

    private static Problem Wrong(string zh, string en, string? path) => new("bad-setting", new LocalText(zh, en), path);
}

/// <summary>Where the data is.</summary>
public sealed class DatabaseSettings
{
    /// <summary>A SQLite path or a PostgreSQL connection string.</summary>
    [Required]
    [Setting("SQLite 文件路径,或 PostgreSQL 连接串(`Host=…` 或 `postgres://…`)", "a SQLite path, or a PostgreSQL connection string (`Host=…` or `postgres://…`)")]
    public string Connection { get; set; } = "data/fuyao.db";

    /// <summary>On PostgreSQL, the connection string of the tables' owner; the application itself then has another role, bound by row-level security.</summary>
    [Setting("PostgreSQL 表所有者的连接串,用于升级和授权;`Connection` 用另一角色,受行级安全约束", "on PostgreSQL the connection string of the tables' owner, who migrates and grants; `Connection` then names another role, which row-level security binds", DefaultZh = "无:应用即所有者,行级安全不起作用", DefaultEn = "none: the application is the owner, whom row-level security does not bind")]
    public string Owner { get; set; } = "";

    internal DatabaseTarget ToTarget() =>
        DatabaseTarget.Parse(Connection) is { Engine: DbEngine.Postgres } target && Owner.Length > 0
            ? target with { OwnerConnectionString = DatabaseTarget.Parse(Owner).ConnectionString }
            : DatabaseTarget.Parse(Connection);
}

/// <summary>How the web is served.</summary>
public sealed class ServerSettings
{
    /// <summary>Addresses to listen on, separated by semicolons; port 0 takes a free one.</summary>
    [Required]
    [RegularExpression(@"https?://[^;\s]+(;https?://[^;\s]+)*", ErrorMessage = "Urls must be http:// or https:// addresses separated by semicolons, such as http://127.0.0.1:5080.")]
    [Setting("监听地址,以分号分隔;端口 0 取空闲端口", "addresses to listen on, separated by semicolons; port 0 takes a free one")]
    public string Urls { get; set; } = "http://127.0.0.1:5080";

    /// <summary>Largest request body in MiB; uploads of workbooks are the largest requests.</summary>
    [Range(1, 1024)]
    [Setting("上传上限,1–1024 MiB;其他请求体上限 4 MiB", "largest upload, 1–1024 MiB; any other request body may have 4 MiB")]
    public int MaxUploadMiB { get; set; } = 256;

    /// <summary>Proxies whose forwarded headers are believed.</summary>
    [Setting("可信反向代理的地址或网段,以分号分隔(如 `127.0.0.1;10.0.0.0/24`);空:不采信转发头", "addresses or networks of the reverse proxies whose forwarded headers are believed, separated by semicolons (such as `127.0.0.1;10.0.0.0/24`); empty: none")]
    [RegularExpression(@"^([0-9a-fA-F.:]+(/[0-9]{1,3})?(;[0-9a-fA-F.:]+(/[0-9]{1,3})?)*)?$", ErrorMessage = "TrustedProxies must be addresses or networks separated by semicolons, such as 127.0.0.1;10.0.0.0/24.")]
    public string TrustedProxies { get; set; } = "";

    /// <summary>PEM files for https:// addresses without a proxy.</summary>
    [Setting("证书文件(PEM,含中间证书),供 https:// 地址直接使用;用反向代理时留空", "certificate (PEM, with its chain) for https:// addresses; empty behind a proxy")]
    public string Certificate { get; set; } = "";

    [Setting("证书私钥文件(PEM)", "private key of the certificate (PEM)")]
    public string CertificateKey { get; set; } = "";
}

/// <summary>Where the policy packs are.</summary>
public sealed class PacksSettings
{
    /// <summary>Folder of packs; empty means <c>packs</c> in the installation folder.</summary>
    [Setting("策略包目录", "folder of policy packs", DefaultZh = "安装目录下的 `packs`", DefaultEn = "`packs` in the installation folder")]
    public string Directory { get; set; } = "";

    /// <summary>Folder of the plans' texts that quotes are checked against; empty means <c>shared/sources</c> beside the installation, if it is there.</summary>
    [Setting("规划原文目录,引文据此核对", "folder of the plans' texts that quotes are checked against", DefaultZh = "安装目录旁的 `shared/sources`(如有)", DefaultEn = "`shared/sources` beside the installation, if there")]
    public string Sources { get; set; } = "";

    /// <summary>Folder in which the contents of packs that runs used are kept by hash; empty means the database's path with <c>.packs</c> appended.</summary>
    [Setting("核算用过的策略包按哈希留存的目录,随数据库一同备份", "folder in which the contents of packs that runs used are kept by hash; backed up with the database", DefaultZh = "数据库路径 + `.packs`", DefaultEn = "the database's path + `.packs`")]
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
    [Setting("本服务器是否执行排队的任务", "whether this server works on queued jobs")]
    public bool Run { get; set; } = true;

    /// <summary>How many jobs at once.</summary>
    [Range(1, 64)]
    [Setting("同时执行的任务数,1–64", "how many jobs at once, 1–64")]
    public int Threads { get; set; } = 2;
}

/// <summary>Files of personal data that leave the system.</summary>
public sealed class ExportsSettings
{
    /// <summary>How many persons' data one user may export within 24 hours before somebody else must approve.</summary>
    [Range(0, int.MaxValue)]
    [Setting("一名用户 24 小时内不经他人审批可导出的人数;0 表示一律审批", "how many persons' data one user may export within 24 hours before somebody else must approve; 0: every export")]
    public int Persons { get; set; } = 1000;

    /// <summary>For how many hours an approved export may be downloaded, once.</summary>
    [Range(1, 720)]
    [Setting("批准后的导出可下载(一次)的时限,小时,1–720", "for how many hours an approved export may be downloaded, once, 1–720")]
    public int Hours { get; set; } = 24;
}

/// <summary>How benefits are paid.</summary>
public sealed class BenefitsSettings
{
    /// <summary>How much of each payment may be kept back for earlier overpayments.</summary>
    [Range(0, 100)]
    [Setting("每笔发放最多可抵扣以前多发金额的百分比,0–100;0 表示不抵扣,另行追回", "how much of each payment may be kept back for earlier overpayments, in percent, 0–100; 0: they are recovered apart from payments")]
    public int OffsetPercent { get; set; } = 100;

    internal void Apply(BenefitOptions options) => options.OffsetPercent = OffsetPercent;
}

/// <summary>Simulations read the register of a place into memory.</summary>
public sealed class SimulationSettings
{
    [Range(64, 1_048_576)]
    [Setting("政策模拟可用于名册的内存,MiB;约 900 字节/人,超出时先释放最久未用的", "memory for registers in simulations, MiB; about 900 bytes a person, the one used longest ago goes first")]
    public int MemoryMiB { get; set; } = 1024;

    [Range(1, 1440)]
    [Setting("读入内存的名册多少分钟无人使用即释放,1–1440", "minutes after which a register in memory that nobody uses is let go, 1–1440")]
    public int IdleMinutes { get; set; } = 30;

    internal SnapshotOptions ToOptions() => new() { MemoryMiB = MemoryMiB, Idle = TimeSpan.FromMinutes(IdleMinutes) };
}

/// <summary>How people sign in.</summary>
public sealed class SignInSettings
{
    /// <summary>Minutes without anything done by a person after which a session ends.</summary>
    [Range(1, 720)]
    [Setting("无操作多少分钟后须重新登录,1–720", "minutes without anything done after which one signs in again, 1–720")]
    public int IdleMinutes { get; set; } = 30;

    /// <summary>Codes of the roles that may act only after a second factor or a passkey, separated by commas.</summary>
    [Setting("必须使用第二因素(验证器或通行密钥)的角色代码,以逗号分隔", "codes of the roles that may act only after a second factor (authenticator app or passkey), separated by commas; empty: none")]
    public string SecondFactor { get; set; } = string.Join(",", Roles.Powerful);

    /// <summary>For so many days after it was made an account of such a role may act without.</summary>
    [Range(0, 90)]
    [Setting("新账号最多可先用几天再启用第二因素,0–90;0 表示首次登录即须启用", "for how many days a new account of such a role may act before it has a second factor, 0–90; 0: from the first sign-in on")]
    public int SecondFactorGraceDays { get; set; } = 7;
}

/// <summary>How often one user, or before sign-in one address, may do what is costly or worth an attacker's while: a minute each, on each server.</summary>
public sealed class LimitsSettings
{
    [Range(1, 1_000_000)]
    [Setting("每个地址每分钟的登录次数", "sign-ins a minute from one address")]
    public int SignIn { get; set; } = 60;

    [Range(1, 1_000_000)]
    [Setting("每个用户每分钟的搜索次数", "searches a minute by one user")]
    public int Search { get; set; } = 300;

    [Range(1, 1_000_000)]
    [Setting("每个用户每分钟查看完整号码的次数", "full numbers seen a minute by one user")]
    public int Reveal { get; set; } = 30;

    [Range(1, 1_000_000)]
    [Setting("每个用户每天查看完整号码的次数", "full numbers seen a day by one user")]
    public int RevealsPerDay { get; set; } = 100;

    [Range(1, 1_000_000)]
    [Setting("每个用户每分钟的导出次数", "exports a minute by one user")]
    public int Export { get; set; } = 20;

    [Range(1, 1_000_000)]
    [Setting("每个用户每分钟的上传次数", "uploads a minute by one user")]
    public int Upload { get; set; } = 20;

    [Range(1, 1000)]
    [Setting("每个用户同时进行的导出或上传数", "exports, or uploads, of one user at the same time")]
    public int AtOnce { get; set; } = 3;
}
