namespace Fuyao.Feel.Syntax;

internal sealed partial class Parser
{
    private TypeAst ParseType()
    {
        var start = _token.Start;
        if (!Enter())
        {
            Stop();
            return new("Any", [], null, null, start, start);
        }
        try
        {
            if (_token.Is("function"))
            {
                Advance();
                return FunctionType(start);
            }
            if (_token.Is("null"))
            {
                Advance();
                return new("Null", [], null, null, start, _lastEnd);
            }
            if (_token.Kind != TokenKind.Name)
            {
                Unexpected("类型名", "a type");
                return new("Any", [], null, null, start, start);
            }
            var name = TypeName();
            if (!_token.Is("<"))
                return new(name, [], null, null, start, _lastEnd);
            Advance();
            return name == "context" ? ContextType(start) : GenericType(name, start);
        }
        finally
        {
            _depth--;
        }
    }

    /// <summary>A type name may be several words ("days and time duration") or qualified ("imported.tPerson").</summary>
    private string TypeName()
    {
        var start = _token.Start;
        var text = _lexer.Text;
        foreach (var known in (ReadOnlySpan<string>)["date and time", "days and time duration", "years and months duration", "day time duration", "year month duration"])
        {
            var words = known.Split(' ');
            var at = start;
            var i = 0;
            for (; i < words.Length && text.AsSpan(at).StartsWith(words[i]); i++)
            {
                at += words[i].Length;
                if (i < words.Length - 1)
                {
                    while (at < text.Length && Characters.IsSpace(text[at]))
                        at++;
                }
            }
            if (i != words.Length)
                continue;
            _lexer.Rewind(at);
            _lastEnd = at;
            _token = _lexer.Next();
            _lastEnd = at;
            return known;
        }
        var name = _token.Text;
        Advance();
        while (_token.Is("."))
        {
            Advance();
            name += "." + _token.Text;
            Advance();
        }
        return name;
    }

    private TypeAst GenericType(string name, int start)
    {
        var arguments = new List<TypeAst> { ParseType() };
        Expect(">");
        return new(name, arguments, null, null, start, _lastEnd);
    }

    private TypeAst ContextType(int start)
    {
        var names = new List<string>();
        var types = new List<TypeAst>();
        while (!_stopped && !_token.Is(">") && _token.Kind != TokenKind.End)
        {
            if (names.Count > 0 && !Expect(","))
                break;
            if (NameBefore(":", _token) is not { } name || !Expect(":"))
            {
                Unexpected("成员名", "a member name");
                break;
            }
            names.Add(name);
            types.Add(ParseType());
        }
        Expect(">");
        return new("context", types, names, null, start, _lastEnd);
    }

    private TypeAst FunctionType(int start)
    {
        var parameters = new List<TypeAst>();
        if (!_token.Is("<"))
            return new("function", parameters, null, null, start, _lastEnd);
        Advance();
        while (!_stopped && !_token.Is(">") && _token.Kind != TokenKind.End)
        {
            if (parameters.Count > 0 && !Expect(","))
                break;
            parameters.Add(ParseType());
        }
        Expect(">");
        TypeAst? result = null;
        if (Expect("->"))
            result = ParseType();
        return new("function", parameters, null, result, start, _lastEnd);
    }
}
