namespace Fuyao.Feel.Dmn;

/// <summary>A document that cannot be read as DMN; says why in both languages.</summary>
public sealed class DmnFormatException(string zh, string en) : Exception(en)
{
    /// <summary>What is wrong, in Chinese.</summary>
    public string Zh { get; } = zh;
    /// <summary>What is wrong, in English.</summary>
    public string En => Message;
}
