//! What a LAP file says, as written. Every text is a slice of the document, so that it carries its place; nothing here
//! knows what it means.

/// A whole file.
#[derive(Debug, Default)]
pub struct File<'a> {
    /// What stands before the calls.
    pub header: Header<'a>,
    /// The named types, in document order.
    pub types: Vec<TypeDefinition<'a>>,
    /// The calls, in document order.
    pub endpoints: Vec<Endpoint<'a>>,
    /// The calls of which method and path could not be read.
    pub unreadable: Vec<Endpoint<'a>>,
    /// `@end`, if the file has it.
    pub end: Option<&'a str>,
}

/// What a file says about all calls.
#[derive(Debug, Default)]
pub struct Header<'a> {
    /// `@lap`: the version of the format.
    pub version: Option<&'a str>,
    /// `@api`: the title.
    pub api: Option<&'a str>,
    /// `@base`: the base address.
    pub base: Option<&'a str>,
    /// `@version`: the version of the API.
    pub api_version: Option<&'a str>,
    /// `@auth`: ways to prove who one is.
    pub auth: Option<&'a str>,
    /// `@common_fields`: parameters of every call.
    pub common_fields: Vec<Parameter<'a>>,
    /// `@endpoints`: how many calls the file has.
    pub endpoints: Option<Count<'a>>,
    /// `@hint`.
    pub hint: Option<&'a str>,
    /// `@toc`: how many calls each group has.
    pub toc: Option<Vec<Count<'a>>>,
}

/// A number that the file states about itself.
#[derive(Debug, Clone, Copy)]
pub struct Count<'a> {
    /// What is counted: a group, or `endpoints`.
    pub name: &'a str,
    /// How many.
    pub count: usize,
    /// The digits.
    pub source: &'a str,
}

/// `@type Name {F, F}`.
#[derive(Debug)]
pub struct TypeDefinition<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its members.
    pub fields: Vec<Field<'a>>,
    /// The whole line.
    pub source: &'a str,
}

/// One call: `@endpoint METHOD PATH` and the lines up to the next.
#[derive(Debug)]
pub struct Endpoint<'a> {
    /// `METHOD PATH`.
    pub source: &'a str,
    /// As written.
    pub method: &'a str,
    /// As written.
    pub path: &'a str,
    /// The `@group` that it stands in.
    pub group: Option<&'a str>,
    /// `@desc`.
    pub desc: Option<&'a str>,
    /// `@auth`.
    pub auth: Option<&'a str>,
    /// `@body -> Name`.
    pub body: Option<&'a str>,
    /// `@required`.
    pub required: Vec<Parameter<'a>>,
    /// `@optional`.
    pub optional: Vec<Parameter<'a>>,
    /// `@returns`, one for each line.
    pub returns: Vec<Returns<'a>>,
    /// `@errors`.
    pub errors: Vec<Error<'a>>,
    /// `@example_request`: JSON as written.
    pub example_request: Option<&'a str>,
}

/// `P`: what a call takes.
#[derive(Debug)]
pub struct Parameter<'a> {
    /// All of it.
    pub source: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its type.
    pub ty: Type<'a>,
    /// The text of the listed values, with `/` between them.
    pub values: Option<&'a str>,
    /// The text after `=`; may be empty.
    pub default: Option<&'a str>,
    /// The text after ` # `.
    pub comment: Option<&'a str>,
}

/// `F`: a member of an object.
#[derive(Debug)]
pub struct Field<'a> {
    /// All of it.
    pub source: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Whether a `!` follows the name.
    pub required: bool,
    /// Its type.
    pub ty: Type<'a>,
    /// Whether a `?` follows the type.
    pub nullable: bool,
    /// Its members, if they are listed behind the type.
    pub fields: Option<Vec<Field<'a>>>,
}

/// `TYPE`.
#[derive(Debug)]
pub struct Type<'a> {
    /// All of it.
    pub source: &'a str,
    /// What it is.
    pub kind: TypeKind<'a>,
}

/// The kinds of types.
#[derive(Debug)]
pub enum TypeKind<'a> {
    /// `[TYPE]`.
    List(Box<Type<'a>>),
    /// `map{F, F}`.
    Object(Vec<Field<'a>>),
    /// `map<TYPE,TYPE>`: what keys and values are.
    Map(Box<Type<'a>>, Box<Type<'a>>),
    /// A type word.
    Word(Word, Option<&'a str>),
    /// A name with a capital; it may never be defined.
    Named(&'a str, Option<&'a str>),
}

/// The words that name a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// `str`.
    Str,
    /// `int`.
    Int,
    /// `num`.
    Num,
    /// `bool`.
    Bool,
    /// `map`.
    Map,
    /// `any`.
    Any,
    /// `float`.
    Float,
    /// `bytes`.
    Bytes,
    /// `file`.
    File,
    /// `object`.
    Object,
    /// `array`.
    Array,
    /// `null`.
    Null,
}

/// `@returns(CODE)`.
#[derive(Debug)]
pub struct Returns<'a> {
    /// The status as written.
    pub code: &'a str,
    /// The members, if they are listed.
    pub fields: Option<Vec<Field<'a>>>,
    /// What the text says.
    pub text: Option<&'a str>,
    /// Where a text that begins like fields stops to be fields.
    pub misfits: Vec<&'a str>,
}

/// `E`: an error that a call may answer with.
#[derive(Debug)]
pub struct Error<'a> {
    /// All of it.
    pub source: &'a str,
    /// The status as written.
    pub code: &'a str,
    /// The type word after `:`.
    pub error_type: Option<&'a str>,
    /// What the text says.
    pub text: Option<&'a str>,
}
