using Fuyao.Kernel.Text;

namespace Fuyao.App.Settings;

/// <summary>What a setting means, for the generated reference page in both languages.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SettingAttribute(string zh, string en) : Attribute
{
    public LocalText Meaning { get; } = new(zh, en);

    /// <summary>The default in words, where it is not simply the property's value.</summary>
    public string? DefaultZh { get; init; }

    public string? DefaultEn { get; init; }

    /// <summary>Never shown: <c>config show</c> prints only whether it is set.</summary>
    public bool Secret { get; init; }
}
