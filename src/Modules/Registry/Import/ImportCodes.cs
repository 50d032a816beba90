namespace Fuyao.Registry.Import;

/// <summary>Stable codes of findings about single cells and files; those of the rules stand beside the rules.</summary>
internal static class ImportCodes
{
    public const string Required = "required";
    public const string UnknownColumn = "unknown-column";
    public const string MissingColumn = "missing-column";
    public const string UnknownCode = "unknown-code";
    public const string CodeSystemMissing = "code-system-missing";
    public const string NotADate = "not-a-date";
    public const string NotANumber = "not-a-number";
    public const string OutOfRange = "out-of-range";
    public const string NotUnderstood = "not-understood";
    public const string HouseholdDiffers = "household-fact-differs";
    public const string RegionUnknown = "region-unknown";
    public const string RegionOutside = "region-outside";
    public const string IdLength = "id-length";
    public const string IdChecksum = "id-checksum";
    public const string IdBirth = "id-birth";
    public const string IdAsNumber = "id-as-number";
    public const string CardLength = "card-length";
    public const string NameFormula = "name-formula";
    public const string NameCharacters = "name-characters";
    public const string NameVariant = "name-variant";
    public const string Phone = "phone";
    public const string Account = "account";
    public const string TooLong = "too-long";

    /// <summary>How many characters of a column's text the register keeps.</summary>
    public static int Longest(string header) => header switch { "户编号" => 64, "部门" or "项目" or "名称" => 100, _ => 500 };

    public static Kernel.Text.LocalText TooLongFor(int longest) => new($"超过 {longest} 字。", $"Longer than {longest} characters.");
}
