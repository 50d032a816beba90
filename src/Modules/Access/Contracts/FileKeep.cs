namespace Fuyao.Access.Contracts;

/// <summary>How long the content of a stored file is kept. Its row, with name, length and hash, stays for ever.</summary>
public enum FileKeep
{
    /// <summary>Evidence, attachments, payment lists.</summary>
    ForEver,

    /// <summary>What was uploaded to be read once, and what was found in it: <see cref="RetentionOptions.UploadDays"/>.</summary>
    Upload,

    /// <summary>What was made to be fetched and can be made again: <see cref="RetentionOptions.ExportDays"/>.</summary>
    Export,
}
