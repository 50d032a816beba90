using System.Globalization;

namespace Fuyao.Kernel.Text;

/// <summary>A text in the two languages of the house. Chinese comes first; English is complete.</summary>
public sealed record LocalText(string Zh, string En)
{
    /// <summary>The text for a culture name such as <c>zh-CN</c> or <c>en</c>; anything that is not English reads Chinese.</summary>
    public string In(string? culture) => culture?.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true ? En : Zh;

    public string InCurrent() => In(CultureInfo.CurrentUICulture.Name);

    public override string ToString() => $"{Zh} / {En}";
}
