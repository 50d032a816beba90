namespace Fuyao.Feel.Syntax;

internal enum TokenKind { End, Number, String, At, Name, Keyword, Symbol, Bad }

/// <param name="Kind">What it is.</param>
/// <param name="Text">A name with its inner white space collapsed, a string unescaped, a symbol or keyword as written.</param>
/// <param name="Start">Offset of the first character.</param>
/// <param name="End">Offset after the last.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, int End)
{
    public bool Is(string symbol) => Kind is TokenKind.Symbol or TokenKind.Keyword && Text == symbol;
}
