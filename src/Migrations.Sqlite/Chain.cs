namespace Fuyao.Migrations.Sqlite;

/// <summary>Names this assembly, so that a host which lists it also carries it. Everything beside this file is generated.</summary>
public static class Chain;
