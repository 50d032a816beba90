namespace Fuyao.Feel.Dmn;

/// <summary>A document that cannot be read as DMN; says why in both languages.</summary>
public sealed class DmnFormatException(string zh, string en) : Exception(en)
{
    public string Zh { get; } = zh;
    public string En => Message;
}
