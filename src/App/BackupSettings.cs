using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Fuyao.App.Settings;
using Fuyao.Operations.Contracts;

namespace Fuyao.App;

/// <summary>Backups that the server makes by itself.</summary>
public sealed class BackupSettings
{
    internal const string HourPattern = "^(([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?)?$";

    [Setting("每日自动备份的时刻(北京时间,如 `02:30`);空:不自动备份", "hour of the daily backup (China time, such as `02:30`); empty: none by itself")]
    [RegularExpression(HourPattern, ErrorMessage = "At must be an hour such as 02:30, or empty.")]
    public string At { get; set; } = "02:30";

    [Setting("备份目录,最好在另一块磁盘或网络存储上", "folder of the backups, best on another disk", DefaultZh = "数据库路径 + `.backups`", DefaultEn = "the database's path + `.backups`")]
    public string Directory { get; set; } = "";

    [Setting("口令文件,其首行用来加密备份;空:不加密(受保护的字段始终是密文)", "file whose first line seals the backups; empty: unsealed (protected values are encrypted anyway)")]
    public string PassphraseFile { get; set; } = "";

    [Range(1, 366)]
    [Setting("保留最近多少天的每日备份,1–366", "daily backups kept, 1–366")]
    public int Daily { get; set; } = 7;

    [Range(0, 520)]
    [Setting("保留最近多少周的每周备份,0–520", "weekly backups kept, 0–520")]
    public int Weekly { get; set; } = 4;

    [Range(0, 600)]
    [Setting("保留最近多少月的每月备份,0–600", "monthly backups kept, 0–600")]
    public int Monthly { get; set; } = 12;

    [Range(0, 366)]
    [Setting("每隔多少天把备份实际恢复一次作演练;0:不自动演练", "a backup is restored for practice every so many days; 0: never by itself")]
    public int DrillDays { get; set; } = 30;

    internal void Apply(OperationsOptions options)
    {
        options.At = Hour(At);
        options.Shelf = Directory.Length > 0 ? Path.GetFullPath(Directory) : options.Shelf;
        options.PassphraseFile = PassphraseFile;
        options.Kept = (Daily, Weekly, Monthly);
        options.DrillDays = DrillDays;
    }

    internal static TimeOnly? Hour(string text) => text.Length == 0 ? null : TimeOnly.Parse(text, CultureInfo.InvariantCulture);
}
