using System.ComponentModel.DataAnnotations;
using Fuyao.Access.Contracts;
using Fuyao.App.Settings;

namespace Fuyao.App;

/// <summary>How long is kept what is no record of the county. The register, its history, the audit of changes and all money are kept for ever.</summary>
public sealed class RetentionSettings
{
    [Setting("每日清理的时刻(北京时间);空:从不清理", "hour of the daily removal (China time); empty: never")]
    [RegularExpression(BackupSettings.HourPattern, ErrorMessage = "At must be an hour such as 03:30, or empty.")]
    public string At { get; set; } = "03:30";

    [RegularExpression("^(0|18[0-9]|19[0-9]|[2-9][0-9][0-9]|[1-9][0-9]{3,4})$", ErrorMessage = "AccessLogDays must be 0 (for ever) or at least 180: the law keeps access logs for six months.")]
    [Setting("访问记录保存天数,至少 180;0:永久", "days that the access log is kept, at least 180; 0: for ever")]
    public int AccessLogDays { get; set; } = 1095;

    [Range(1, 3650)]
    [Setting("重复请求凭据保存天数,1–3650", "days that answers to repeated requests are kept, 1–3650")]
    public int AnswerDays { get; set; } = 31;

    [Range(0, 36500)]
    [Setting("已结束任务的记录保存天数;0:永久", "days that records of ended jobs are kept; 0: for ever")]
    public int JobDays { get; set; } = 400;

    [Range(0, 36500)]
    [Setting("导入上传文件内容的保存天数;0:永久", "days that contents of uploads are kept; 0: for ever")]
    public int UploadDays { get; set; } = 400;

    [Range(0, 36500)]
    [Setting("导出文件内容的保存天数;0:永久", "days that contents of exports are kept; 0: for ever")]
    public int ExportDays { get; set; } = 30;

    [Range(0, 36500)]
    [Setting("登录会话过期后的保存天数;0:永久", "days that sessions are kept after they expired; 0: for ever")]
    public int SessionDays { get; set; } = 31;

    internal void Apply(AccessOptions access)
    {
        access.RetentionAt = BackupSettings.Hour(At);
        var kept = access.Retention;
        (kept.AccessLogDays, kept.AnswerDays, kept.JobDays) = (AccessLogDays, AnswerDays, JobDays);
        (kept.UploadDays, kept.ExportDays, kept.SessionDays) = (UploadDays, ExportDays, SessionDays);
    }
}
