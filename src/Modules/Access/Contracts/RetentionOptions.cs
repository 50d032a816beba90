namespace Fuyao.Access.Contracts;

/// <summary>For how many days things are kept that are not the county's record; 0 keeps them for ever.</summary>
public sealed class RetentionOptions
{
    public int AccessLogDays { get; set; } = 1095;

    public int AnswerDays { get; set; } = 31;

    public int JobDays { get; set; } = 400;

    public int UploadDays { get; set; } = 400;

    public int ExportDays { get; set; } = 30;

    public int SessionDays { get; set; } = 31;
}
