namespace Fuyao.Access.Contracts;

/// <summary>
/// A stored column that depends on the look-up key, and how it is made from other columns of its row.
/// </summary>
/// <param name="Entity">The entity type.</param>
/// <param name="Property">The column, <c>byte[]</c>.</param>
/// <param name="Inputs">Properties of the same row, in the order of the values given to <paramref name="Compute"/>.</param>
/// <param name="Compute">The value under the present writing key (<see cref="FieldCipher.LookupHash"/>).</param>
public sealed record KeyedHash(Type Entity, string Property, IReadOnlyList<string> Inputs, Func<IReadOnlyList<object?>, byte[]?> Compute);

/// <summary>
/// A module's columns that depend on the look-up key, registered as a singleton: what is not named here, a rotation of that key
/// would leave behind.
/// </summary>
public interface IKeyedHashes
{
    IEnumerable<KeyedHash> KeyedHashes();
}
